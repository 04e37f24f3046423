"""Every number that a rule compares with, its unit, and why it is what it is."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of one cleaning. A different set gives a different `id` in the provenance."""

    body: float = 0.49
    """Probability from which a block is editorial text on a page on which the model is sure; it is trained to mean what it says."""
    body_least: float = 0.3
    """Lowest probability taken for editorial text, on a page on which the model is never sure."""
    body_margin: float = 0.09
    """How much more sure the model must be of a block than is best for F1: text that is none does more harm than a lost line."""
    firm: float = 0.8
    """Probability above which a rule that looks at places or single words gives way to the model."""
    aside: float = 0.7
    """Probability up to which text in a place that holds no editorial prose is not taken for it on an article's page."""
    credit_words: int = 50
    """Words of a line that says who else worked on a report."""
    inline_words: int = 40
    """Words of a line in the text that leads to another article."""
    inline_link_share: float = 0.95
    """Share of characters in links from which a line is nothing but a link."""
    forum: float = 0.4
    """Probability of being a forum from which what readers wrote is the page's own text."""
    no_article: float = 0.3
    """Probability of being an article below which a page is taken for something else."""
    page_type: float = 0.6
    """Probability of another type from which a page with an article's text is not taken for an article."""
    prose_words: int = 8
    """Words from which a block reads as prose; menus and buttons have fewer."""
    prose_link_share: float = 0.4
    """Share of a block's characters inside links up to which it still reads as prose."""
    container_share: float = 0.85
    """Share of the page's editorial text that the article's container must hold; sections of an article split wider apart."""
    wrapper_share: float = 0.5
    """Share of the page's text above which an element's class words are about the page, not about a piece of it."""
    link_block_share: float = 0.7
    """Share of characters in links from which a block is a list of links rather than text."""
    heading_words: int = 25
    """Words up to which a bold paragraph can be a heading; titles of studies reach 20."""
    bold_share: float = 0.95
    """Share of characters in bold type from which a paragraph is bold as a whole."""
    byline_words: int = 30
    """Words up to which a block can be a byline: several authors with a date and a reading time."""
    caption_words: int = 60
    """Words up to which a block that starts like a caption is one."""
    dek_words: int = 90
    """Words up to which the paragraph between title and byline is a standfirst."""
    notice_words: int = 120
    """Words up to which a block with the phrases of a legal notice is one; an article about law is longer."""
    filler_share: float = 0.5
    """Share of pseudo-Latin words from which a block is placeholder text; Latin names in prose stay below 0.2."""
    filler_words: int = 2
    """Words from which pseudo-Latin can be told at all."""
    promo_words: int = 60
    """Words of one paragraph of an advert that stands in the running text; editorial paragraphs above are longer."""
    promo_member_words: int = 40
    """Words of a paragraph beside a call to action from which the model's word counts for more than the advert's reach."""
    listed_actions: int = 4
    """Calls to action that look alike from which they are the buttons of a list of things; the same advert does not come as often."""
    promo_reach: int = 6
    """Blocks before a call to action that can belong to its advert."""
    promo_group_words: int = 160
    """Words of a container that holds a call to action and is an advert as a whole."""
    copy_words: int = 20
    """Words of several blocks in a row from which they can be a copy of others; a repeated heading and a label have fewer."""
    copied_words: int = 30
    """Words of a single block from which it can be a copy; the same short line may well be said twice."""
    reference_items: int = 3
    """Items in a row that look like references before a list without a heading is a bibliography."""
    reference_share: float = 0.6
    """Share of the items of such a list that must look like references."""
    article_words: int = 80
    """Editorial words from which a page is an article; soft 404 pages and teasers have fewer."""
    doubtful_words: int = 200
    """Visible words that are no links or furniture, from which a page without body is worth a second opinion; asking takes 40 ms."""
    shell_words: int = 20
    """Visible words below which a page is an empty shell that a script would fill."""
    listing_link_share: float = 0.5
    """Share of the characters in the main container that stand in links from which a page is a listing."""
    listing_headings: int = 3
    """Headings that are links, from which a page can be a listing of teasers."""

    @property
    def id(self) -> str:
        """A short name of this set of numbers."""
        return hashlib.sha256(repr(sorted(asdict(self).items())).encode()).hexdigest()[:8]


DEFAULT = Thresholds()
