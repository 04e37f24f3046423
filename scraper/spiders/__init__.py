"""The spiders of the Scrapy project; `scrapy list` names them."""
