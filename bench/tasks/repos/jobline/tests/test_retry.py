from jobline import RetryPolicy


def test_the_wait_doubles():
    policy = RetryPolicy(first_wait=2, longest_wait=100)
    assert [policy.wait(attempts) for attempts in (1, 2, 3, 4)] == [2, 4, 8, 16]


def test_the_wait_has_a_limit():
    assert RetryPolicy(first_wait=2, longest_wait=10).wait(9) == 10


def test_max_attempts():
    policy = RetryPolicy(max_attempts=3)
    assert [policy.may_retry(attempts) for attempts in (1, 2, 3)] == [True, True, False]
