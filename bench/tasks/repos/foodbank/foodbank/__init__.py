"""The store and the parcels of a food bank."""
