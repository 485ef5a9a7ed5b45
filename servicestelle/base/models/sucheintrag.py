"""What the search knows of a public record."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models


class Sucheintrag(models.Model):
    """One public page in the search. Apps write their rows through `base.search`, the roof shows them."""

    kind = models.CharField("Art", max_length=30)
    object_id = models.CharField("Nummer", max_length=60)
    title = models.CharField("Titel", max_length=300)
    teaser = models.TextField("Anriss", blank=True)
    body = models.TextField("Text", blank=True)
    url = models.CharField("Adresse", max_length=300)
    vector = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="german")
        + SearchVector("teaser", weight="B", config="german")
        + SearchVector("body", weight="C", config="german"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "Sucheintrag"
        verbose_name_plural = "Sucheinträge"
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="base_sucheintrag_once")]
        indexes = [
            GinIndex(fields=["vector"], name="base_sucheintrag_vector"),
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="base_sucheintrag_trigram"),
        ]

    def __str__(self):
        return self.title
