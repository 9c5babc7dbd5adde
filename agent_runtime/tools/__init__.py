"""Acts: the tools and the one door to them."""
