"""The policy desk: which rules hold since when, and whether goods may be sold, in which mode, at which port."""
