"use server";

import { checkConfiguration } from "#lib/queries/configurations.ts";
import { archiveConfiguration } from "#lib/services/configurations/archive-configuration.ts";
import { importConfigurations } from "#lib/services/configurations/import-configurations.ts";
import { restoreConfiguration } from "#lib/services/configurations/restore-configuration.ts";
import { saveConfiguration } from "#lib/services/configurations/save-configuration.ts";
import { savePriceOverride } from "#lib/services/configurations/save-price-override.ts";
import { startRepricing } from "#lib/services/configurations/start-repricing.ts";
import { testConnection } from "#lib/services/configurations/test-connection.ts";
import { runAction } from "#lib/transport/action.ts";

export async function checkConfigurationAction(input: unknown) {
  return runAction(checkConfiguration, input);
}

export async function saveConfigurationAction(input: unknown) {
  return runAction(saveConfiguration, input);
}

export async function restoreConfigurationAction(input: unknown) {
  return runAction(restoreConfiguration, input);
}

export async function archiveConfigurationAction(input: unknown) {
  return runAction(archiveConfiguration, input);
}

export async function savePriceOverrideAction(input: unknown) {
  return runAction(savePriceOverride, input);
}

export async function testConnectionAction(input: unknown) {
  return runAction(testConnection, input);
}

export async function importConfigurationsAction(input: unknown) {
  return runAction(importConfigurations, input);
}

export async function startRepricingAction(input: unknown) {
  return runAction(startRepricing, input);
}
