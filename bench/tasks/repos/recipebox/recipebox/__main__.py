import argparse
from pathlib import Path

from recipebox.recipe import read_ingredients, read_recipe
from recipebox.shopping import shopping_list


def main(argv=None):
    parser = argparse.ArgumentParser(prog="recipebox")
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("show", help="print a recipe")
    show.add_argument("recipe")
    show.add_argument("--serves", type=int, help="for so many people")
    buy = commands.add_parser("list", help="print a shopping list")
    buy.add_argument("recipes", nargs="+")
    buy.add_argument("--pantry", help="a file with what is there already")
    arguments = parser.parse_args(argv)
    if arguments.command == "show":
        recipe = read_recipe(arguments.recipe)
        recipe = recipe.scaled(arguments.serves or recipe.serves)
        print(f"{recipe.name} (serves {recipe.serves})")
        items = recipe.ingredients
    else:
        pantry = read_ingredients(Path(arguments.pantry).read_text().splitlines()) if arguments.pantry else []
        items = shopping_list([read_recipe(path) for path in arguments.recipes], pantry)
    for item in items:
        print(item)


if __name__ == "__main__":
    main()
