"""What the pupils have reached."""


def percent(test, points):
    return 100 * points / test.out_of


def overall(book, pupil):
    """The mean of the pupil's percents by the weights of the tests; None if there is no test to count."""
    total = weights = 0
    for test in book.tests:
        points = book.pupils[pupil][test.name]
        if points is None:
            continue
        total += test.weight * percent(test, points)
        weights += test.weight
    return total / weights if weights else None


def ranking(book):
    """Pairs of place and pupil, best first; who has the same result has the same place, and stands by name."""
    results = {pupil: overall(book, pupil) for pupil in book.pupils}
    results = {pupil: result for pupil, result in results.items() if result is not None}
    pupils = sorted(results, key=lambda pupil: (-results[pupil], pupil))
    return [(1 + sum(other > results[pupil] for other in results.values()), pupil) for pupil in pupils]
