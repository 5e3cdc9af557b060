"""A carrier: waybills over a small signed JSON door, parcels that move by themselves once they were handed over."""
