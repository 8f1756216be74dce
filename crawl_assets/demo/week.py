"""The sample week of cryptic clues, asked of the offline baselines."""

from datetime import date

from crawl_assets.demo.project import Demo


def ask_a_week(demo: Demo, blog: str) -> None:
    """Scrape, ask, score and rank, and print the leaderboard."""
    from crawl_assets.cryptic_bench.leaderboard import as_table, leaderboard
    from crawl_assets.cryptic_bench.puzzle import week_id_of
    from crawl_assets.llm.baselines import BASELINES
    from crawl_assets.samples import BLOG_WEEK

    week_id = week_id_of(date.fromisoformat(BLOG_WEEK))
    demo.say(f"The sample week {week_id}, from a sample blog at {blog}:")
    demo.instance.add_dynamic_partitions("model", list(BASELINES))
    demo.materialize(["puzzles", "clues", "clues_set_aside"], BLOG_WEEK)
    for model in BASELINES:
        demo.materialize(["model_responses", "evaluations"], f"{model}|{BLOG_WEEK}")
    demo.materialize(["weekly_rankings"], BLOG_WEEK)
    demo.materialize(["rank_tenure"], None)
    demo.say(f"\n{as_table(leaderboard(demo.store.database, week_id))}\n")
    demo.say("Every model above is an offline baseline, no language model: baselines are listed, never ranked.")
    demo.say("Language models answer once OPENROUTER_API_KEY is set; see README.md.\n")
