from lettermill import address_block, salutation

TOM = {
    "title": "", "first": "Tom", "last": "Walsh", "company": "Walsh & Sons", "street": "3 Mill Road",
    "postcode": "T12 K8AF", "city": "Cork", "country": "Ireland",
}  # fmt: skip


def test_address():
    assert address_block(TOM) == "Tom Walsh\nWalsh & Sons\n3 Mill Road\nT12 K8AF Cork"
    assert address_block(TOM, home="France").endswith("\nT12 K8AF Cork\nIRELAND")


def test_no_company():
    assert address_block({**TOM, "company": ""}) == "Tom Walsh\n3 Mill Road\nT12 K8AF Cork"


def test_salutation():
    assert salutation(TOM) == "Dear Tom"
    assert salutation({**TOM, "title": "Dr"}) == "Dear Dr Walsh"
    assert salutation({"title": "Dr", "first": "", "last": ""}) == "Dear Sir or Madam"
