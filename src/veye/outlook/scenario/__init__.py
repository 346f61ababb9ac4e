"""What options would mean for a mission's people, vehicles and money: simulated, compared, and able to be wrong."""

from veye.outlook.scenario.options import Option, load_options, option_names, option_template
from veye.outlook.scenario.parameters import Parameter, Parameters, load_parameters
from veye.outlook.scenario.run import OUTCOMES, ScenarioRun, run_scenarios, threat_levels
from veye.outlook.scenario.start import Amount, Fleet, Fund, People, StartState, start_from
from veye.outlook.scenario.words import plain_words

__all__ = [
    "OUTCOMES",
    "Amount",
    "Fleet",
    "Fund",
    "Option",
    "Parameter",
    "Parameters",
    "People",
    "ScenarioRun",
    "StartState",
    "load_options",
    "load_parameters",
    "option_names",
    "option_template",
    "plain_words",
    "run_scenarios",
    "start_from",
    "threat_levels",
]
