"""What differs from Django's PostgreSQL: primary keys are (mall_id, id) in the database."""

from django.db.backends.postgresql import features


class DatabaseFeatures(features.DatabaseFeatures):
    # The server does not know that `id` alone decides the other columns, so they are all grouped by.
    allows_group_by_selected_pks = False
