"""Count vendors under a closed list of sectors; what was their sector becomes their trade, in words."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

CODES = {
    "ai": """artificial intelligence; AI research; speech technology and AI""",
    "social_media": """social media; internet and social media; video streaming; streaming; video platform; video app""",
    "messaging": """messaging; video conferencing""",
    "telecom_equipment": """
        telecom equipment; network equipment; networking equipment; radio communications;
        cellular modules; network inspection; wireless security
    """,
    "telecom_services": """telecommunications carrier; satellite internet; cloud and telecom services""",
    "video_surveillance": """video surveillance; surveillance systems; security screening""",
    "biometrics": """facial recognition; biometric identity""",
    "drones": """drones; drone detection; counter-drone""",
    "semiconductors": """semiconductors""",
    "devices": """
        consumer electronics; computers; mobile phones; servers and cloud;
        high-performance computing; sensors
    """,
    "security": """
        cybersecurity; cybersecurity software; backup and cybersecurity software; security research devices
    """,
    "spyware": """spyware; exploit trading; digital forensics""",
    "software": """software; business software; office software; document scanning app; technology research""",
    "internet": """internet services; search and AI; internet; mobile apps; file sharing app; internet and cloud""",
    "commerce": """online retail; payments; securities trading app; logistics platform""",
    "games": """games; gaming""",
    "vehicles": """connected vehicles; electric vehicles; batteries; lidar""",
    "health": """medical devices; gene sequencing""",
}
BY_NAME = {
    "Bluvec": "drones",
    "CloudWalk": "biometrics",
    "LinkedIn": "social_media",
    "Megvii": "biometrics",
    "Pegauni": "telecom_equipment",
    "SenseTime": "biometrics",
    "TechInsights": "other",
    "Teledyne FLIR": "video_surveillance",
    "Tencent": "internet",
    "Tinder": "social_media",
    "VK": "social_media",
    "Yitu": "biometrics",
}


def close(apps, schema_editor):
    """Give each vendor its code; a trade that the starter directory did not know counts as "other"."""
    codes = {trade.strip(): code for code, trades in CODES.items() for trade in trades.split(";")}
    Vendor, PastLine = apps.get_model("actions", "Vendor"), apps.get_model("actions", "PastLine")
    for vendor in Vendor.objects.exclude(sector=""):
        sector = BY_NAME.get(vendor.name) or codes.get(vendor.sector, "other")
        Vendor.objects.filter(pk=vendor.pk).update(sector=sector, trade=vendor.sector)
    for line in PastLine.objects.exclude(sectors=[]):
        told = sorted({codes.get(trade, "other") for trade in line.sectors})
        PastLine.objects.filter(pk=line.pk).update(sectors=told)


def open_again(apps, schema_editor):
    Vendor = apps.get_model("actions", "Vendor")
    for vendor in Vendor.objects.exclude(trade=""):
        Vendor.objects.filter(pk=vendor.pk).update(sector=vendor.trade)


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0003_log_of_changed_lines'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='vendor',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='vendor',
            name='update_update',
        ),
        migrations.AddField(
            model_name='vendor',
            name='trade',
            field=models.CharField(blank=True, help_text='What it makes or does, in words.', max_length=120, verbose_name='trade'),
        ),
        migrations.AddField(
            model_name='vendorevent',
            name='trade',
            field=models.CharField(blank=True, help_text='What it makes or does, in words.', max_length=120, verbose_name='trade'),
        ),
        migrations.AlterField(
            model_name='vendor',
            name='sector',
            field=models.CharField(blank=True, choices=[('ai', 'Artificial intelligence'), ('social_media', 'Social media and video'), ('messaging', 'Messaging and meetings'), ('internet', 'Search, portals and apps'), ('commerce', 'Retail, payments and trading'), ('games', 'Games'), ('telecom_equipment', 'Telecom and network equipment'), ('telecom_services', 'Telecom and satellite services'), ('video_surveillance', 'Video surveillance and screening'), ('biometrics', 'Biometrics and face recognition'), ('drones', 'Drones and counter-drone'), ('semiconductors', 'Semiconductors'), ('devices', 'Computers, phones and electronics'), ('vehicles', 'Vehicles, batteries and lidar'), ('security', 'Security software and devices'), ('spyware', 'Spyware, exploits and forensics'), ('software', 'Office and business software'), ('health', 'Medical devices and genetics'), ('other', 'Other')], max_length=120, verbose_name='sector'),
        ),
        migrations.AlterField(
            model_name='vendorevent',
            name='sector',
            field=models.CharField(blank=True, choices=[('ai', 'Artificial intelligence'), ('social_media', 'Social media and video'), ('messaging', 'Messaging and meetings'), ('internet', 'Search, portals and apps'), ('commerce', 'Retail, payments and trading'), ('games', 'Games'), ('telecom_equipment', 'Telecom and network equipment'), ('telecom_services', 'Telecom and satellite services'), ('video_surveillance', 'Video surveillance and screening'), ('biometrics', 'Biometrics and face recognition'), ('drones', 'Drones and counter-drone'), ('semiconductors', 'Semiconductors'), ('devices', 'Computers, phones and electronics'), ('vehicles', 'Vehicles, batteries and lidar'), ('security', 'Security software and devices'), ('spyware', 'Spyware, exploits and forensics'), ('software', 'Office and business software'), ('health', 'Medical devices and genetics'), ('other', 'Other')], max_length=120, verbose_name='sector'),
        ),
        migrations.RunPython(close, open_again),
        pgtrigger.migrations.AddTrigger(
            model_name='vendor',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "actions_vendorevent" ("created_at", "home_id", "id", "legal_name", "name", "owner_text", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "slug", "starter_digest", "trade", "updated_at", "website") VALUES (NEW."created_at", NEW."home_id", NEW."id", NEW."legal_name", NEW."name", NEW."owner_text", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sector", NEW."slug", NEW."starter_digest", NEW."trade", NEW."updated_at", NEW."website"); RETURN NULL;', hash='e7c8b225175bb4b384634919f9b3962d4a16434d', operation='INSERT', pgid='pgtrigger_insert_insert_39937', table='actions_vendor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='vendor',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "actions_vendorevent" ("created_at", "home_id", "id", "legal_name", "name", "owner_text", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "slug", "starter_digest", "trade", "updated_at", "website") VALUES (NEW."created_at", NEW."home_id", NEW."id", NEW."legal_name", NEW."name", NEW."owner_text", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sector", NEW."slug", NEW."starter_digest", NEW."trade", NEW."updated_at", NEW."website"); RETURN NULL;', hash='d6658152d7b3f70f5c93ee6b7d7472fadc018855', operation='UPDATE', pgid='pgtrigger_update_update_48f1c', table='actions_vendor', when='AFTER')),
        ),
    ]
