"""Einstellungen with the defaults of the method."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Einstellungen with the defaults of the method; labels and units stand in `workbook.layout`.

    Part of the year and the Stichtag are completed by `screening.complete_settings`.
    """

    base_year: int
    company: str = ""
    mail_domain: str = ""
    months_in_base_year: int = 12
    booked_share: float | None = None
    year_end_month: int = 12
    reporting_date: dt.date | None = None
    margin_kind: str = "DB"
    target_revenue_eur: float | None = None
    target_margin_eur: float | None = None
    # Betreuungslevel, section 5
    share_strategy: float = 0.20
    share_service: float = 0.10
    memory_points: float = 2.0
    decision_months: int = 12
    overridden_share: float = 0.25
    # Stabilität, section 6
    draws: int = 10_000
    weight_error: float = 0.25
    seed: int = 1
    discuss_share: float = 0.80
    watch_share: float = 0.95
    # Bewertung, section 2
    min_coverage: float = 0.70
    min_filled_share: float = 0.50
    clip_warning_share: float = 0.15
    judge_spread: float = 3.0
    # Trend und Erklärung, section 3
    strong_rate: float = 0.08
    stable_rate: float = 0.03
    clear_confidence: float = 0.90
    likely_confidence: float = 0.75
    one_jump_share: float = 0.60
    change_threshold: float = 0.15
    opposite_threshold: float = 0.10
    materiality_share: float = 0.005
    # Plan, section 4
    phi: float = 0.80
    theta: float = 1.0
    rho: float = 0.10
    sigma_common: float = 0.05
    attainable_share: float = 0.20
    pool_size: int = 20
    default_lambda: float = 0.40
    default_variance: float = 0.0225
    linear_limit: float = 0.50
    safe_quantile: float = 0.20
    upside_quantile: float = 0.80
    sigma_limit: float = 0.80
    sigma_unknown: float = 0.50
    # Verkaufschancen, section 4
    kappa_additional: float = 1.0
    kappa_new_product: float = 1.0
    kappa_repeat: float = 0.0
    kappa_unknown: float = 0.5
    undated_share: float = 0.5
    overdue_days: int = 90
    expired_days: int = 180
    stale_days: int = 180
    large_opportunity_share: float = 0.10
    full_pipeline_share: float = 0.15
    min_booked_share: float = 0.25
    # Klausur and Klumpen, section 8
    minutes_per_rating: float = 1.5
    minutes_per_explanation: float = 10.0
    minutes_per_borderline: float = 15.0
    minutes_per_point: float = 5.0
    concentration_share: float = 0.20
    # Kapazität und Termine, sections 7 and 8; without a Bundesland only the holidays of all of Germany count
    federal_state: str | None = None
    fits_load: float = 0.90
    full_load: float = 1.0
    watering_factor: float = 3.0
    first_hour: int = 9
    # Was-wäre-wenn: whether its worksheet functions calculate at once ("yes") or show the last results
    instant_trial: str = "no"

    @property
    def plan_year(self) -> int:
        """Planjahr, the one after the base year."""
        return self.base_year + 1
