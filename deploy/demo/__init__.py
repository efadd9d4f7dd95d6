"""A played year of two gemeenten through the public API: `make demo`. No person or employer in it exists."""
