"""What one text or resource needs of another: words, labels, keys, inputs, stop strings, clauses, tools by name."""
