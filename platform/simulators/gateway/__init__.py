"""A payment gateway that speaks WeChat Pay's API v3 (微信支付)."""
