"""Raw rows become activities: names, dates, tags, prices, ages and places in one form, each with its words."""
