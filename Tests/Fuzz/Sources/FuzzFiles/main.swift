import FuzzSupport

FuzzTarget.runChosen(of: targets)
