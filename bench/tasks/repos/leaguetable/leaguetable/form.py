"""How a team has done lately."""


def outcomes(results, team):
    """A letter for each game of the team, in the order of the results: W for a win, D for a draw, L for a defeat."""
    letters = []
    for result in results:
        if team not in (result.home, result.away):
            continue
        if result.home_goals == result.away_goals:
            letters.append("D")
        elif (result.home_goals > result.away_goals) == (team == result.home):
            letters.append("W")
        else:
            letters.append("L")
    return letters


def form(results, team, last=5):
    """The outcomes of the team's last games as a text, the latest one in front: `WWDLW`."""
    return "".join(reversed(outcomes(results, team)))[:last]


def unbeaten(results, team):
    """How many games the team has played since it lost for the last time."""
    count = 0
    for letter in reversed(outcomes(results, team)):
        if letter == "L":
            break
        count += 1
    return count
