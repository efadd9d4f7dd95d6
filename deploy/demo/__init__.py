"""A played year of two gemeenten through the public API: `make demo`. No person in it exists."""
