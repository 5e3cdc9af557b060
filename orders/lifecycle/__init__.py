"""The parts behind `orders.states`: axes, guards, the summary for people. Pure."""
