"""What options would mean for a mission's people, vehicles and money: simulated, compared, and able to be wrong."""

from veye.outlook.scenario.backtest import Held, Target, backtest_scenario
from veye.outlook.scenario.fit import Fitted, fit_to_counts
from veye.outlook.scenario.options import Option, load_options, option_names, option_template
from veye.outlook.scenario.parameters import Parameter, Parameters, load_parameters, parameter_table
from veye.outlook.scenario.results import OUTCOMES, ScenarioRun
from veye.outlook.scenario.run import horizon, run_scenarios, threat_levels, threat_of
from veye.outlook.scenario.sensitivity import Sensitivity, sensitivity, with_sensitivity
from veye.outlook.scenario.start import Amount, Fleet, Fund, People, StartState, start_from
from veye.outlook.scenario.words import caveats, option_table, plain_words

__all__ = [
    "OUTCOMES",
    "Amount",
    "Fitted",
    "Fleet",
    "Fund",
    "Held",
    "Option",
    "Parameter",
    "Parameters",
    "People",
    "ScenarioRun",
    "Sensitivity",
    "StartState",
    "Target",
    "backtest_scenario",
    "caveats",
    "fit_to_counts",
    "horizon",
    "load_options",
    "load_parameters",
    "option_names",
    "option_table",
    "option_template",
    "parameter_table",
    "plain_words",
    "run_scenarios",
    "sensitivity",
    "start_from",
    "threat_levels",
    "threat_of",
    "with_sensitivity",
]
