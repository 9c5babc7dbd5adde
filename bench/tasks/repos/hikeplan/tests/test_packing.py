from hikeplan import Item, pack_weight
from hikeplan.packing import too_heavy

TENT = Item("tent", 2400, shared=True)
BARS = Item("oat bar", 60, count=5)


def test_weight():
    assert pack_weight([], 2) == 0
    assert pack_weight([TENT, BARS], 1) == 2700
    assert pack_weight([TENT, BARS], 3) == 1100


def test_too_heavy():
    rope = Item("rope", 10000)
    assert not too_heavy([rope], 1, 50)
    assert too_heavy([rope, BARS], 1, 50)
