"""Talks to the web and to the person: spiders, discovery, politeness, the network guard, the command line."""
