"""An international carrier: the same doors as `simulators.carrier`, another way: from abroad to the port of arrival."""
