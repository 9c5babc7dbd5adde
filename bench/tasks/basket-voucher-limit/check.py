from support import node


def test_vouchers():
    code = """
import { applyVoucher } from "./src/index.js";
const cases = [[500, { cents: 501 }], [500, { cents: 499 }], [500, { percent: 120 }], [0, { cents: 5 }], [90, null]];
console.log(JSON.stringify(cases.map(([amount, voucher]) => applyVoucher(amount, voucher))));
"""
    assert node(code) == [500, 499, 500, 0, 0]
