"""What the class, id and role of an element say about its place on the page."""

import re
from functools import lru_cache
from typing import Any


def _words(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(alternatives.split())})(?=$|[\s_-])")


_MARKS = {
    # the sign beside a heading that links to itself
    "permalink": _words(
        """headerlink permalink hash-link header-anchor heading-anchor anchor-link anchorjs-link heading-link
        headinglink sl-anchor-link anchor-icon octicon-link direct-link td-heading-self-link self-link linkicon"""
    ),
    # numbers of code lines
    "gutter": _words(
        """linenos linenodiv lineno linenumber line-number line-numbers line-numbers-rows gutter rouge-gutter
        hljs-ln-numbers linenumbers lnt ln blob-num"""
    ),
    # what is around the content of any page
    "around": _words(
        """toc on-this-page onthispage table-of-contents tableofcontents breadcrumb breadcrumbs sidebar side-bar
        sphinxsidebar sphinxsidebarwrapper navbar nav navigation site-nav menu submenu topnav bottomnav subnav
        pagination pagination-nav pager prev-next prevnext prev-next-area nav-links nav-chapters mobile-nav-chapters
        rst-footer-buttons skip-link skip-nav skipnav skip-to-content sr-only visually-hidden screen-reader-text
        cookie cookies cookie-banner consent gdpr newsletter subscribe subscription signup sign-up
        share sharing sharedaddy share-buttons social social-links addtoany advert advertisement ads ad sponsor
        sponsored promo banner-ad popup modal footer site-footer page-footer masthead site-header
        related relations related-posts recommended recommendations read-more more-stories trending popular
        edit-page edit-this-page edit-page-link theme-edit-this-page last-updated theme-last-updated feedback
        page-feedback was-this-helpful copybtn copy-button copy-btn copy-code clipboard btn-clipboard toolbar-item
        edit-section mw-editsection mw-jump-link searchbox search-form language-switcher lang-switcher version-switcher
        print-only noprint outbrain taboola disqus comment-form comment-respond respond tag-list post-tags tagcloud
        author-bio author-box about-author"""
    ),
    # readers' words below an article
    "comments": _words(
        """comments comment-list commentlist comments-area disqus-thread comment-section user-comments comentarios
        kommentare commentaires"""
    ),
    # what editors put between and below the paragraphs of an article
    "between": _words(
        """related related-posts related-articles related-links related-content recommended recommendations read-more
        readmore more-stories more-on newsletter newsletter-signup subscribe cookie cookies cookie-banner consent gdpr
        outbrain taboola trending most-read most-popular author-bio author-box about-author about-the-author byline
        post-meta entry-meta share sharing sharedaddy share-buttons social-share social-links jp-relatedposts
        correction-form error-report advertisement ad-slot sponsored promo comment-form respond post-tags entry-tags"""
    ),
    # words under a picture
    "caption": _words(
        """caption wp-caption-text image-caption photo-caption img-caption media-caption image-credit photo-credit
        picture-caption figure-caption credit copyright"""
    ),
    # asides that belong to the text
    "note": _words(
        """admonition note warning tip important caution danger info callout alert hint starlight-aside topic seealso
        sidenote marginnote footnote footnotes"""
    ),
    # the elements that documentation generators and blog engines put the content of a page in
    "content": _words(
        """theme-doc-markdown md-content bd-article rst-content markdown-section markdown-body td-content vp-doc
        sl-markdown-content book-page documentwrapper devsite-article-body mw-parser-output docs-content doc-content
        docmaincontainer"""
    ),
}

_SIGNS = {"#", "¶", "§", "🔗", "\u200b", "∞", "⚓", "⚓︎", "[link]"}


def has_mark(element: Any, mark: str) -> bool:
    """Tell whether a class word or the id of the element is one of those that mean `mark`."""
    return _is_marked(element.get("class") or "", element.get("id") or "", mark)


@lru_cache(maxsize=4096)
def _is_marked(classes: str, identifier: str, mark: str) -> bool:
    names = f"{classes} {identifier}".strip()[:1000].replace("_", "-")
    return bool(names) and _MARKS[mark].search(re.sub(r"(?<=[a-z])(?=[A-Z])", "-", names).lower()) is not None


def is_permalink(element: Any) -> bool:
    """Tell whether the element is the sign beside a heading that links to it."""
    text = "".join(element.itertext()).strip() if element.tag in ("a", "span", "button") else None
    if text is None or len(text.split()) > 1:
        return False
    return has_mark(element, "permalink") or (text in _SIGNS and (element.get("href") or "").startswith("#"))


def is_hidden(element: Any) -> bool:
    """Tell whether a reader does not see the element; tab panels count as seen, since a click shows them."""
    if element.get("role") == "tabpanel":
        return False
    style = element.get("style")
    if style and re.search(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", style.lower()):
        return True
    return element.get("hidden") is not None and element.get("hidden") != "until-found"
