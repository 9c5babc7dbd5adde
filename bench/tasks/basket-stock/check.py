from support import node


def test_the_stock():
    code = """
import { Stock } from "./src/stock.js";
const stock = new Stock();
const seen = [];
const tried = (action) => { try { action(); return "done"; } catch (error) { return error.constructor.name; } };
stock.put("a", 10);
stock.put("b", 1);
seen.push(tried(() => stock.reserve("a", 11)), stock.free("a"));
seen.push(tried(() => stock.reserve("a", 10)), stock.free("a"), stock.free("b"));
seen.push(tried(() => stock.ship("a", 4)), stock.free("a"));
seen.push(tried(() => stock.ship("a", 7)), tried(() => stock.release("a", 6)), stock.free("a"));
seen.push(tried(() => stock.release("b", 1)), tried(() => stock.ship("c", 1)), tried(() => stock.reserve("c", 1)));
seen.push(new Stock().free("a"));
console.log(JSON.stringify(seen));
"""
    assert node(code) == [
        *("RangeError", 10), *("done", 0, 1), *("done", 0), *("RangeError", "done", 6),
        *("RangeError", "RangeError", "RangeError"), 0,
    ]  # fmt: skip
