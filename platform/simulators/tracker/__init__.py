"""A tracking service that speaks as Kuaidi100 does: subscriptions with signed pushes, and the query of one number."""
