"""Use cases, one verb per function. Window and commands use nothing below this package.

Everything that takes a `Workspace` runs on its worker thread (`Workspace.submit`, `Workspace.call`), except
`open_workspace`, `create_workspace`, `create_demo`, `blob`, `add_photo`, `paper_photo`, `page_png` and `page_count`,
which belong on a pool thread.

A use case is imported when it is first asked for: the window that opens on a list loads neither the form engine nor
the criteria nor the photo library. A new use case is a line of the imports below.
"""

from typing import TYPE_CHECKING

from inspector.domain.visit import VisitKind
from inspector.lazy import imported_when_asked
from inspector.services.workspace import Workspace, create_workspace, open_workspace

if TYPE_CHECKING:
    from inspector.domain.ledger import LedgerKind
    from inspector.services.access.locking import change_pin, switch_person
    from inspector.services.access.pins import set_pin
    from inspector.services.customer_files.diagrams import proposed_diagram_of, save_diagram
    from inspector.services.customer_files.listing import customer_counts, customer_page
    from inspector.services.customer_files.papers import (
        add_paper,
        customer_documents,
        document_file,
        document_to_open,
        name_to_open,
        restore_paper,
        withdraw_paper,
    )
    from inspector.services.customer_files.portraits import apply_portraits, preview_portraits, restore_portraits
    from inspector.services.customer_files.printing import customer_file_pdf
    from inspector.services.customer_files.reading import (
        customer_equipment,
        customer_hazards,
        customer_head,
        customer_overview,
        customer_tests,
        customer_trend,
        customer_visits,
        equipment_file,
    )
    from inspector.services.customer_files.risk import risk_of, risk_scores
    from inspector.services.demo.building import create_demo
    from inspector.services.due.listing import cycle_rows, due_list, due_of, due_overview
    from inspector.services.figures.charts import figure_page
    from inspector.services.figures.documents import chart_file, figures_document
    from inspector.services.figures.key_figures import figure_teams
    from inspector.services.gases.analysis import dga_of, dga_view, propose_retest, request_dga_hazard
    from inspector.services.gases.sheet import gas_sheet, gas_sheet_preview
    from inspector.services.hazards.actions import BulkResult, act, act_many, held_body
    from inspector.services.hazards.detail import hazard_detail
    from inspector.services.hazards.given import Given, take_photos
    from inspector.services.hazards.library_choices import hazard_choices
    from inspector.services.hazards.supervision import set_supervision, supervision_settings
    from inspector.services.held import Held, carry_out, carry_out_due, hold, take_back
    from inspector.services.home.overview import home_view
    from inspector.services.home.reviews import review_overview, review_thumbs
    from inspector.services.issues.issuing import Signers, changes_since, issue_ledger, issue_named, reprint
    from inspector.services.lab_reports.attached import add_report, remove_report
    from inspector.services.ledgers.documents import export_ledger
    from inspector.services.ledgers.paging import (
        chip_counts,
        ledger_counts,
        ledger_groups,
        ledger_page,
        ledger_rows,
        ledger_total,
    )
    from inspector.services.ledgers.views import LedgerQuery
    from inspector.services.planning.board import plan_board
    from inspector.services.planning.feed import calendar_file
    from inspector.services.planning.next_steps import next_steps
    from inspector.services.planning.package import customer_package, visit_package, visit_readiness
    from inspector.services.planning.visits import (
        cancel_visit,
        move_visit,
        plan_visit,
        plan_visits,
        planning_choices,
        restore_planned,
        unplan_visits,
    )
    from inspector.services.printing.visit_documents import (
        page_count,
        page_png,
        page_sizes,
        preview_notice,
        result_notice,
    )
    from inspector.services.printing.work_orders import work_order
    from inspector.services.registers.entries import (
        add_customer,
        add_person,
        close_customer,
        deactivate_person,
        everybody,
        reactivate_person,
        register_equipment,
        reinstate_equipment,
        reopen_customer,
        retire_equipment,
        set_customer,
        set_equipment,
        set_person,
    )
    from inspector.services.registers.hints import equipment_hints, person_hints, similar_customers
    from inspector.services.reviews.agreement import agreement
    from inspector.services.reviews.disputes import dispute_detail, disputes
    from inspector.services.reviews.groups import change_group, form_group, list_groups
    from inspector.services.reviews.judging import (
        ReviewInput,
        judge_review,
        judgement_body,
        keep_review,
        measure_again,
        review_detail,
    )
    from inspector.services.reviews.listing import review_queue
    from inspector.services.reviews.offers import waiting_reviews
    from inspector.services.reviews.rounds import (
        Draw,
        assign_evenly,
        assign_review,
        draw_round,
        list_rounds,
        preview_size,
        round_view,
    )
    from inspector.services.searching import recent_things, remember_thing, search
    from inspector.services.settings import (
        acting_person,
        blob,
        customers,
        get_setting,
        persons,
        put_setting,
        set_acting_person,
        set_up_state,
        unsent_count,
    )
    from inspector.services.syncing.rounds import (
        enroll,
        leave_server,
        pause,
        put_sync_settings,
        read_ca,
        renew_identity,
        resume,
        sync_now,
        sync_settings,
        sync_state,
    )
    from inspector.services.typing import drop_typing, keep_typing, kept_typing
    from inspector.services.visits.answers import (
        accept_hazard,
        dismiss_hazard,
        edit_hazard,
        judge_old_hazard,
        merge_hazard,
        override_judgement,
        record_answer,
        record_note,
        record_waiting,
        request_hazard,
        restore_hazard,
    )
    from inspector.services.visits.bulk import pass_rest
    from inspector.services.visits.corrections import correct_equipment
    from inspector.services.visits.finish import finish_visit
    from inspector.services.visits.found_equipment import add_equipment
    from inspector.services.visits.hints import opening_hints
    from inspector.services.visits.inference_decisions import (
        accept_inference,
        dismiss_inference,
        restore_inference,
    )
    from inspector.services.visits.listing import visit_rows, waiting_rows
    from inspector.services.visits.many import preview_values, record_answers
    from inspector.services.visits.opening import open_visit, set_position, start_visit
    from inspector.services.visits.outages import record_out_of_service
    from inspector.services.visits.photos import add_photo, annotate_photo, paper_photo, remove_photo
    from inspector.services.visits.reading import form_view, indications, old_hazards
    from inspector.services.visits.repeats import add_repeat_row, remove_repeat_row
    from inspector.services.visits.signed.opening import open_signed
    from inspector.services.visits.signing import clear_signature, sign
    from inspector.services.visits.summary import summary
    from inspector.services.visits.undo import redo_visit, undo_visit

__getattr__ = imported_when_asked()
