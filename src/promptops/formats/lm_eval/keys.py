"""The keys that lm-evaluation-harness knows."""

from __future__ import annotations

DIALECT = "lm-eval"

GROUP_KEYS = frozenset({"group", "group_alias", "task", "aggregate_metric_list", "metadata", "tag"})
"""The keys of a group; every other one is an override for its tasks."""

TASK_KEYS = frozenset(
    {
        "task",
        "task_alias",
        "tag",
        "custom_dataset",
        "dataset_path",
        "dataset_name",
        "dataset_kwargs",
        "training_split",
        "validation_split",
        "test_split",
        "fewshot_split",
        "process_docs",
        "doc_to_text",
        "doc_to_target",
        "doc_to_image",
        "doc_to_audio",
        "unsafe_code",
        "doc_to_choice",
        "process_results",
        "use_prompt",
        "description",
        "target_delimiter",
        "fewshot_delimiter",
        "fewshot_config",
        "num_fewshot",
        "metric_list",
        "output_type",
        "generation_kwargs",
        "repeats",
        "filter_list",
        "should_decontaminate",
        "doc_to_decontamination_query",
        "gen_prefix",
        "metadata",
    }
)
"""The keys of a task's configuration."""

DROPPED_KEYS = frozenset({"include", "group", "task_list"})
"""Keys that are gone before a task is made of the rest."""

FORMER_KEYS = frozenset({"group_alias", "aggregate_metric_list", "template_aliases", "weight_by_size"})
"""Keys that earlier releases took."""

TELLING_KEYS = frozenset(
    {
        "doc_to_text",
        "doc_to_target",
        "doc_to_choice",
        "doc_to_image",
        "doc_to_audio",
        "doc_to_decontamination_query",
        "process_docs",
        "process_results",
        "fewshot_config",
        "fewshot_split",
        "fewshot_delimiter",
        "target_delimiter",
        "num_fewshot",
        "metric_list",
        "filter_list",
        "should_decontaminate",
        "gen_prefix",
        "task_alias",
        "use_prompt",
    }
)
"""Keys that beside `task` say for certain whose file it is."""

OUTPUT_TYPES = ("loglikelihood", "multiple_choice", "loglikelihood_rolling", "generate_until")
