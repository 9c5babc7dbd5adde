"""The places of the teams."""


def ranking(teams):
    """A pair of place and team for each team, the best one in front; equal teams are in the order of their names."""
    places = []
    for place, team in enumerate(sorted(teams, key=lambda team: (-team.total(), team.name)), start=1):
        if places and places[-1][1].total() == team.total():
            place = places[-1][0]
        places.append((place, team))
    return places


def leaders(teams):
    """The names of the teams in the first place."""
    return [team.name for place, team in ranking(teams) if place == 1]


def closest_guess(guesses, answer):
    """The names of the teams whose guess is nearest to the answer, sorted; guesses has a number for each name."""
    if not guesses:
        return []
    nearest = min(abs(guess - answer) for guess in guesses.values())
    return sorted(name for name, guess in guesses.items() if abs(guess - answer) == nearest)


def show_board(teams):
    """A line for each team: place, name and total."""
    width = max((len(team.name) for team in teams), default=0)
    return [f"{place:2d}. {team.name:<{width}} {team.total():4d}" for place, team in ranking(teams)]
