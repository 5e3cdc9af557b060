"""Alipay's open platform as merchants see it: one door, a cashier's page, notices, daily bills."""
