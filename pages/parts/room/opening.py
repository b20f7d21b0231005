"""The first steps of a session: what was promised and what happened, what everybody expects, and what came out."""

import streamlit as st

from analytics.present import reflection, wording
from data.declarations.experiments import Experiment
from data.messages import Message
from data.workspace.sessions.boards import Board
from pages.parts import blocks, fetch
from pages.parts.room import acts, habits, knowledge, pinned
from pages.parts.visitor import actor, language, plain, say

LOW, HIGH, CHANCE = -2, 6, 50  # percent: where the fields of a forecast begin


def agenda(board: Board) -> None:
    """Show what was promised before, then what happened since, and which tests are read today."""
    blocks.heading(reflection.promised(board, language()))
    for stored in board.earlier_actions:
        pinned.action(stored, board)
    habits.draw()
    happened = knowledge.happened(actor(), board.key)
    if happened:
        blocks.heading(say(Message("agenda_happened", "What happened with the tests")))
        st.markdown("\n".join(f"- {plain(reflection.happened(event, language()))}" for event in happened))
    if board.experiments:
        blocks.heading(say(Message("agenda_tests", "What we read today")))
    for key in board.experiments:
        _test(fetch.experiment(actor(), key).value)


def forecast(board: Board) -> None:
    """Ask everybody for a forecast of each test, before anybody sees its results."""
    why = Message(
        "forecast_why",
        "Whoever guesses first sees more: until you have given your forecast, or say that you know the result, "
        "it stays hidden from you. A forecast is final.",
    )
    st.markdown(say(why))
    given = {one.experiment: one for one in board.forecasts if one.person == board.person}
    for key in board.experiments:
        experiment = fetch.experiment(actor(), key).value
        with st.container(border=True):
            _test(experiment)
            if key in given:
                said = {"forecast": reflection.forecast(given[key], language())}
                st.markdown(plain(say(Message("forecast_given", "Your forecast: {forecast}.", said))))
            elif board.partakes:
                _ask(board, experiment)
            if board.answered[key]:
                answered = {"people": reflection.people(board, board.answered[key], language())}
                blocks.quiet(say(Message("forecast_answered", "Answered: {people}", answered)))


def reveal(board: Board) -> None:
    """Show what came out, with everybody's forecast beside it."""
    for key in board.experiments:
        left, right = st.columns([3, 2], gap="large")
        with left:
            pinned.readout(board, key)
        with right:
            blocks.heading(pinned.calibration(board, key))
            blocks.listing(reflection.forecasts(board, key, language()))


def _test(experiment: Experiment) -> None:
    st.markdown(f"**{plain(experiment.name)}**")
    if experiment.hypothesis:
        st.markdown(plain(experiment.hypothesis))


def _ask(board: Board, experiment: Experiment) -> None:
    key = experiment.key
    metric = knowledge.leading_metric(actor(), experiment)
    named = {"metric": wording.metric(metric, language()) if metric is not None else "–"}
    st.markdown(plain(say(Message("forecast_question", "By how much will “{metric}” change?", named))))
    widgets = {field: f"forecast:{board.key}:{key}:{field}" for field in ("low", "high", "chance")}
    left, right = st.columns(2)
    low = say(Message("forecast_low", "At least, in percent (8 times out of 10)"))
    high = say(Message("forecast_high", "At most, in percent (8 times out of 10)"))
    left.number_input(low, value=LOW, min_value=-99, max_value=900, step=1, key=widgets["low"])
    right.number_input(high, value=HIGH, min_value=-99, max_value=900, step=1, key=widgets["high"])
    chance = say(Message("forecast_chance", "Chance that it turns out better, in percent"))
    st.slider(chance, 1, 99, CHANCE, key=widgets["chance"])
    with st.container(horizontal=True):
        st.button(
            say(Message("forecast_give", "Give my forecast")),
            on_click=acts.forecast, args=(board, key, widgets), key=f"give:{key}",
        )  # fmt: skip
        st.button(
            say(Message("forecast_decline", "I know the result already")),
            on_click=acts.decline, args=(board, key), key=f"decline:{key}",
        )  # fmt: skip
