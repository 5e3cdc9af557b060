"""How pages are answered: public ones alike for everybody, personal ones never kept."""

from storefront.serving.personal import personal, shopper_id, shopper_only
from storefront.serving.public import public

__all__ = ["personal", "public", "shopper_id", "shopper_only"]
