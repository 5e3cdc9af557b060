"""A carrier: waybills over a small JSON door, parcels that move by themselves once they were handed over."""
