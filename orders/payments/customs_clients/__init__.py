"""Payment companies' customs declarations (支付单申报): the payment goes to customs by whoever took the money."""
