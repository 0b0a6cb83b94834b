import type { ChangeCode } from "./change-codes.ts";
import type { ChangeRule } from "./change-rule.ts";
import { argAdded } from "./rules/arg-added.ts";
import { argDashesOptional } from "./rules/arg-dashes-optional.ts";
import { argDashesRequired } from "./rules/arg-dashes-required.ts";
import { argDefaultChanged } from "./rules/arg-default-changed.ts";
import { argDescriptionChanged } from "./rules/arg-description-changed.ts";
import { argOptional } from "./rules/arg-optional.ts";
import { argOrderChanged } from "./rules/arg-order-changed.ts";
import { argPossibleValuesAdded } from "./rules/arg-possible-values-added.ts";
import { argPossibleValuesRemoved } from "./rules/arg-possible-values-removed.ts";
import { argRemoved } from "./rules/arg-removed.ts";
import { argRenamed } from "./rules/arg-renamed.ts";
import { argRequired } from "./rules/arg-required.ts";
import { argVariadicAdded } from "./rules/arg-variadic-added.ts";
import { argVariadicRemoved } from "./rules/arg-variadic-removed.ts";
import { commandAdded } from "./rules/command-added.ts";
import { commandAliasAdded } from "./rules/command-alias-added.ts";
import { commandAliasRemoved } from "./rules/command-alias-removed.ts";
import { commandDeprecated } from "./rules/command-deprecated.ts";
import { commandDescriptionChanged } from "./rules/command-description-changed.ts";
import { commandHidden } from "./rules/command-hidden.ts";
import { commandRemoved } from "./rules/command-removed.ts";
import { commandRenamed } from "./rules/command-renamed.ts";
import { commandShown } from "./rules/command-shown.ts";
import { commandSubcommandOptional } from "./rules/command-subcommand-optional.ts";
import { commandSubcommandRequired } from "./rules/command-subcommand-required.ts";
import { commandUndeprecated } from "./rules/command-undeprecated.ts";
import { commandUsageChanged } from "./rules/command-usage-changed.ts";
import { flagAdded } from "./rules/flag-added.ts";
import { flagAliasAdded } from "./rules/flag-alias-added.ts";
import { flagAliasRemoved } from "./rules/flag-alias-removed.ts";
import { flagArityChanged } from "./rules/flag-arity-changed.ts";
import { flagDefaultChanged } from "./rules/flag-default-changed.ts";
import { flagDeprecated } from "./rules/flag-deprecated.ts";
import { flagDescriptionChanged } from "./rules/flag-description-changed.ts";
import { flagEnvChanged } from "./rules/flag-env-changed.ts";
import { flagGlobalAdded } from "./rules/flag-global-added.ts";
import { flagGlobalRemoved } from "./rules/flag-global-removed.ts";
import { flagHidden } from "./rules/flag-hidden.ts";
import { flagLongAdded } from "./rules/flag-long-added.ts";
import { flagLongRemoved } from "./rules/flag-long-removed.ts";
import { flagNegationAdded } from "./rules/flag-negation-added.ts";
import { flagNegationRemoved } from "./rules/flag-negation-removed.ts";
import { flagPossibleValuesAdded } from "./rules/flag-possible-values-added.ts";
import { flagPossibleValuesRemoved } from "./rules/flag-possible-values-removed.ts";
import { flagOptional } from "./rules/flag-optional.ts";
import { flagRemoved } from "./rules/flag-removed.ts";
import { flagRenamed } from "./rules/flag-renamed.ts";
import { flagRepeatableAdded } from "./rules/flag-repeatable-added.ts";
import { flagRepeatableRemoved } from "./rules/flag-repeatable-removed.ts";
import { flagRequired } from "./rules/flag-required.ts";
import { flagShortAdded } from "./rules/flag-short-added.ts";
import { flagShortRemoved } from "./rules/flag-short-removed.ts";
import { flagShown } from "./rules/flag-shown.ts";
import { flagUndeprecated } from "./rules/flag-undeprecated.ts";
import { flagValueAdded } from "./rules/flag-value-added.ts";
import { flagValueNameChanged } from "./rules/flag-value-name-changed.ts";
import { flagValueOptional } from "./rules/flag-value-optional.ts";
import { flagValueRemoved } from "./rules/flag-value-removed.ts";
import { flagValueRequired } from "./rules/flag-value-required.ts";
import { flagVariadicAdded } from "./rules/flag-variadic-added.ts";
import { flagVariadicRemoved } from "./rules/flag-variadic-removed.ts";

/** The rule of every code; a code without one, or a rule without a code, does not compile. */
export const changeRules = {
  "command-added": commandAdded,
  "command-removed": commandRemoved,
  "command-renamed": commandRenamed,
  "command-hidden": commandHidden,
  "command-shown": commandShown,
  "command-deprecated": commandDeprecated,
  "command-undeprecated": commandUndeprecated,
  "command-alias-added": commandAliasAdded,
  "command-alias-removed": commandAliasRemoved,
  "command-subcommand-required": commandSubcommandRequired,
  "command-subcommand-optional": commandSubcommandOptional,
  "command-usage-changed": commandUsageChanged,
  "command-description-changed": commandDescriptionChanged,
  "flag-added": flagAdded,
  "flag-removed": flagRemoved,
  "flag-renamed": flagRenamed,
  "flag-hidden": flagHidden,
  "flag-shown": flagShown,
  "flag-deprecated": flagDeprecated,
  "flag-undeprecated": flagUndeprecated,
  "flag-long-added": flagLongAdded,
  "flag-long-removed": flagLongRemoved,
  "flag-short-added": flagShortAdded,
  "flag-short-removed": flagShortRemoved,
  "flag-alias-added": flagAliasAdded,
  "flag-alias-removed": flagAliasRemoved,
  "flag-required": flagRequired,
  "flag-optional": flagOptional,
  "flag-value-added": flagValueAdded,
  "flag-value-removed": flagValueRemoved,
  "flag-value-optional": flagValueOptional,
  "flag-value-required": flagValueRequired,
  "flag-value-name-changed": flagValueNameChanged,
  "flag-arity-changed": flagArityChanged,
  "flag-variadic-added": flagVariadicAdded,
  "flag-variadic-removed": flagVariadicRemoved,
  "flag-repeatable-added": flagRepeatableAdded,
  "flag-repeatable-removed": flagRepeatableRemoved,
  "flag-possible-values-added": flagPossibleValuesAdded,
  "flag-possible-values-removed": flagPossibleValuesRemoved,
  "flag-default-changed": flagDefaultChanged,
  "flag-env-changed": flagEnvChanged,
  "flag-global-added": flagGlobalAdded,
  "flag-global-removed": flagGlobalRemoved,
  "flag-negation-added": flagNegationAdded,
  "flag-negation-removed": flagNegationRemoved,
  "flag-description-changed": flagDescriptionChanged,
  "arg-possible-values-added": argPossibleValuesAdded,
  "arg-possible-values-removed": argPossibleValuesRemoved,
  "arg-default-changed": argDefaultChanged,
  "arg-description-changed": argDescriptionChanged,
  "arg-added": argAdded,
  "arg-removed": argRemoved,
  "arg-renamed": argRenamed,
  "arg-required": argRequired,
  "arg-optional": argOptional,
  "arg-variadic-added": argVariadicAdded,
  "arg-variadic-removed": argVariadicRemoved,
  "arg-dashes-required": argDashesRequired,
  "arg-dashes-optional": argDashesOptional,
  "arg-order-changed": argOrderChanged,
} satisfies { readonly [Code in ChangeCode]: ChangeRule & { readonly code: ChangeCode } };
