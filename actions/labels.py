"""Words that people read for the values of `lifecycle`, and who and what an action binds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actions.lifecycle import Kind, MilestoneKind, Stage, Standing

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS: Mapping[StrEnum, StrOrPromise] = {
    Kind.PROCUREMENT_BAN: _("Procurement ban"),
    Kind.SHUTDOWN_ORDER: _("Shutdown order"),
    Kind.ADVISORY: _("Advisory"),
    Kind.REMOVAL_ORDER: _("Removal order"),
    Kind.MARKET_RESTRICTION: _("Market restriction"),
    Kind.SANCTIONS_LISTING: _("Sanctions listing"),
}

SHORT_KINDS: Mapping[Kind, StrOrPromise] = {
    Kind.PROCUREMENT_BAN: pgettext_lazy("a procurement ban, in one short word", "Ban"),
    Kind.SHUTDOWN_ORDER: pgettext_lazy("a shutdown order, in one short word", "Shut"),
    Kind.ADVISORY: pgettext_lazy("an advisory, in one short word", "Warn"),
    Kind.REMOVAL_ORDER: pgettext_lazy("a removal order, in one short word", "Remove"),
    Kind.MARKET_RESTRICTION: pgettext_lazy("a market restriction, in one short word", "Market"),
    Kind.SANCTIONS_LISTING: pgettext_lazy("a sanctions listing, in one short word", "Listed"),
}
"""For cells of a table, always beside the mark of the kind."""

KIND_MEANINGS = {
    Kind.PROCUREMENT_BAN: _("Public bodies may not buy or use the vendor's products."),
    Kind.SHUTDOWN_ORDER: _("The vendor must close, divest or lose its licence, or its service is blocked."),
    Kind.ADVISORY: _("The authority warns or recommends, and binds nobody."),
    Kind.REMOVAL_ORDER: _("Installed equipment must be taken out, or audited for that purpose."),
    Kind.MARKET_RESTRICTION: _("Sale, import, certification or deployment is restricted for everyone."),
    Kind.SANCTIONS_LISTING: _("The vendor stands on a sanctions, export-control or military-company list."),
}

STAGES: Mapping[StrEnum, StrOrPromise] = {
    Stage.PROPOSED: _("Proposed"),
    Stage.ADOPTED: _("Adopted"),
    Stage.IN_FORCE: _("In force"),
    Stage.SUSPENDED: _("Suspended"),
    Stage.LIFTED: _("Lifted"),
    Stage.EXPIRED: _("Expired"),
    Stage.REJECTED: _("Rejected"),
}

STAGE_MEANINGS = {
    Stage.PROPOSED: _("A bill, draft or considered step; nothing binds yet."),
    Stage.ADOPTED: _("Decided; whether it has begun to bind is not known or still ahead."),
    Stage.IN_FORCE: _("It binds. Advisories are called current and listings listed."),
    Stage.SUSPENDED: _("Halted for now, by a court or by the authority itself."),
    Stage.LIFTED: _("Ended by a decision."),
    Stage.EXPIRED: _("Ended because its term ran out."),
    Stage.REJECTED: _("Proposed, and refused or dropped."),
}

MILESTONES: Mapping[StrEnum, StrOrPromise] = {
    MilestoneKind.CALLED_FOR: _("Called for"),
    MilestoneKind.PROPOSED: _("Proposed"),
    MilestoneKind.ADOPTED: _("Adopted"),
    MilestoneKind.EFFECTIVE: _("Took effect"),
    MilestoneKind.PHASE: _("Phase"),
    MilestoneKind.DEADLINE: _("Deadline"),
    MilestoneKind.AMENDED: _("Amended"),
    MilestoneKind.EXTENDED: _("Extended"),
    MilestoneKind.CHALLENGED: _("Challenged"),
    MilestoneKind.UPHELD: _("Upheld"),
    MilestoneKind.SUSPENDED: _("Suspended"),
    MilestoneKind.REINSTATED: _("Reinstated"),
    MilestoneKind.LIFTED: _("Lifted"),
    MilestoneKind.EXPIRED: _("Expired"),
    MilestoneKind.REJECTED: _("Rejected"),
}

STANDINGS = {
    Standing.YES: pgettext_lazy("stands on a day", "Yes"),
    Standing.NO: pgettext_lazy("stands on a day", "No"),
    Standing.NOT_KNOWN: _("Not known"),
}


class BoundParty(TextChoices):
    """Who is bound by an action, or addressed by an advisory."""

    CENTRAL_GOVERNMENT = "central_government", _("Central government")
    SUBNATIONAL_GOVERNMENT = "subnational_government", _("Subnational government")
    AGENCIES = "agencies", _("Named agencies")
    CONTRACTORS = "contractors", _("Contractors")
    GRANTEES = "grantees", _("Grantees")
    CRITICAL_INFRASTRUCTURE = "critical_infrastructure", _("Critical infrastructure")
    OPERATORS = "operators", _("Operators")
    PUBLIC = "public", _("Everyone")


class BoundActivity(TextChoices):
    """What an action forbids, or advises against."""

    BUY = "buy", _("Buy")
    USE = "use", _("Use")
    INSTALL = "install", _("Install")
    OPERATE = "operate", _("Operate")
    FUND = "fund", _("Fund")
    SELL = "sell", _("Sell")
    IMPORT = "import", _("Import")


class TargetKind(TextChoices):
    """Whom or what an action hits."""

    LEGAL_PERSON = "legal_person", _("Legal person")
    PRODUCT = "product", _("Product")
    CLASS = "class", _("Class")
    VENDOR = "vendor", _("Vendor")


class AliasKind(TextChoices):
    """What sort of name a vendor goes by."""

    NAME = "name", _("Name")
    LEGAL_NAME = "legal_name", _("Legal name")
    NATIVE = "native", _("Name in native script")
    UNIT = "unit", _("Unit")
    BRAND = "brand", _("Brand")
    PRODUCT = "product", _("Product")
    FORMER = "former", _("Former name")


class Sector(TextChoices):
    """The closed list of sectors under which vendors are counted; what exactly one makes stands in its `trade`."""

    AI = "ai", _("Artificial intelligence")
    SOCIAL_MEDIA = "social_media", _("Social media and video")
    MESSAGING = "messaging", _("Messaging and meetings")
    INTERNET = "internet", _("Search, portals and apps")
    COMMERCE = "commerce", _("Retail, payments and trading")
    GAMES = "games", _("Games")
    TELECOM_EQUIPMENT = "telecom_equipment", _("Telecom and network equipment")
    TELECOM_SERVICES = "telecom_services", _("Telecom and satellite services")
    VIDEO_SURVEILLANCE = "video_surveillance", _("Video surveillance and screening")
    BIOMETRICS = "biometrics", _("Biometrics and face recognition")
    DRONES = "drones", _("Drones and counter-drone")
    SEMICONDUCTORS = "semiconductors", _("Semiconductors")
    DEVICES = "devices", _("Computers, phones and electronics")
    VEHICLES = "vehicles", _("Vehicles, batteries and lidar")
    SECURITY = "security", _("Security software and devices")
    SPYWARE = "spyware", _("Spyware, exploits and forensics")
    SOFTWARE = "software", _("Office and business software")
    HEALTH = "health", _("Medical devices and genetics")
    OTHER = "other", _("Other")


SECTOR_MEANINGS: Mapping[Sector, StrOrPromise] = {
    Sector.AI: _("Makers of models and assistants, speech recognition, research on either."),
    Sector.SOCIAL_MEDIA: _("Networks and platforms on which the public posts or watches, streaming included."),
    Sector.MESSAGING: _("Messengers, calls and video conferences."),
    Sector.INTERNET: _("Search engines, portals with many services, mobile apps of no sector of their own."),
    Sector.COMMERCE: _("Online shops, payments, trading apps, delivery platforms."),
    Sector.GAMES: _("Games and platforms for them."),
    Sector.TELECOM_EQUIPMENT: _("Makers of network, radio and cellular equipment, routers and network inspection."),
    Sector.TELECOM_SERVICES: _("Carriers, satellite internet, hosting by telecom firms."),
    Sector.VIDEO_SURVEILLANCE: _("Cameras, recorders, thermal sensors and security scanners."),
    Sector.BIOMETRICS: _("Recognition of faces and other identification by the body."),
    Sector.DRONES: _("Drones, and what finds or stops them."),
    Sector.SEMICONDUCTORS: _("Designers and makers of chips and memory."),
    Sector.DEVICES: _("Computers, servers, phones and household electronics."),
    Sector.VEHICLES: _("Connected and electric vehicles, their batteries, lidar."),
    Sector.SECURITY: _("Antivirus, firewalls, threat research, backup and test devices."),
    Sector.SPYWARE: _("Surveillance software for governments, trade in exploits, phone forensics."),
    Sector.SOFTWARE: _("Software for offices and companies, virtual machines, document tools."),
    Sector.HEALTH: _("Patient monitors, gene sequencing."),
    Sector.OTHER: _("What fits none of these."),
}


class Grade(TextChoices):
    """How close a page stands to the act itself."""

    ACT = "act", _("Official act")
    STATEMENT = "statement", _("Official statement")
    PRESS = "press", _("Press")
    VENDOR = "vendor", _("Vendor")
    NOT_GRADED = "not_graded", _("Not graded")


class ReferenceScheme(TextChoices):
    """What sort of number an instrument carries."""

    LAW = "law", _("Law")
    BILL = "bill", _("Bill")
    DOCKET = "docket", _("Docket")
    CELEX = "celex", _("CELEX number")
    FR_CITATION = "fr_citation", _("Federal Register citation")
    FR_DOCUMENT = "fr_document", _("Federal Register document")
    CASE = "case", _("Court case")
    ORDER = "order", pgettext_lazy("an order as an instrument", "Order")


class RevisionKind(TextChoices):
    """What was done to our record."""

    PUBLISH = "publish", _("Published")
    AMEND = "amend", _("Amended")
    MERGE = "merge", _("Merged")
    RETRACT = "retract", _("Retracted")


def choices(words: Mapping[StrEnum, StrOrPromise]) -> list[tuple[str, StrOrPromise]]:
    """Words as Django's choices, in their own order."""
    return [(str(value), label) for value, label in words.items()]


def standing_word(kind: Kind, stage: Stage) -> StrOrPromise:
    """The stage as pages say it: an advisory in force is "current", a listing "listed"."""
    if stage is Stage.IN_FORCE and kind is Kind.ADVISORY:
        return pgettext_lazy("an advisory that stands", "Current")
    if stage is Stage.IN_FORCE and kind is Kind.SANCTIONS_LISTING:
        return pgettext_lazy("a listing that stands", "Listed")
    return STAGES[stage]
