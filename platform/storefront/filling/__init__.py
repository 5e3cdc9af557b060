"""From what the domain says to the shapes of pages (`storefront.presentation`)."""
