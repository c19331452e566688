"""Tools: what a change does to those who call them, and to the code behind them."""
