"""What a change of words does to whoever reads or quotes them."""
