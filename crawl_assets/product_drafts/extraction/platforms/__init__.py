"""The state that shop software embeds in its pages, read as statements about products. Nothing is executed."""
