"""The conversion at go-live: what runs elsewhere is brought over line by line, once per id of its source system."""
