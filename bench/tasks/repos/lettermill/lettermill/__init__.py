from lettermill.address import address_block, salutation
from lettermill.letters import read_people, write_letters
from lettermill.template import TemplateError, fill

__all__ = ["TemplateError", "address_block", "fill", "read_people", "salutation", "write_letters"]
