"""Catalogues made of what others maintain: the price file of litellm, the feed of deprecations.info, facts by hand."""
