/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('applications', table => {
    table.comment('Last known state of every application of every engine');
    table.string('instance').notNullable();
    table
      .string('namespace')
      .notNullable()
      .comment('Empty where the engine reports none');
    table.string('name').notNullable();
    table
      .bigInteger('version')
      .notNullable()
      .comment('Orders two states of one application');
    table.text('application', 'longtext').notNullable().comment('JSON');
    table.primary(['instance', 'namespace', 'name']);
  });

  await knex.schema.createTable('sources', table => {
    table.comment('When data of an engine last arrived');
    table.string('instance').notNullable().primary();
    table.string('observed_at').notNullable().comment('ISO 8601, UTC');
  });

  await knex.schema.createTable('revision_images', table => {
    table.comment('Images of a revision of an application; they never change');
    table
      .string('key', 64)
      .notNullable()
      .primary()
      .comment('SHA-256 of application, sources and revisions');
    table.text('images', 'longtext').notNullable().comment('JSON');
  });

  await knex.schema.createTable('deployment_events', table => {
    table.comment('Append-only log of deployments');
    table.string('instance').notNullable();
    table.string('namespace').notNullable();
    table.string('application').notNullable();
    table.bigInteger('history_id').notNullable();
    table
      .string('deployed_at')
      .notNullable()
      .comment('ISO 8601, UTC; ids of a recreated application start again');
    table.string('environment');
    table.text('revisions').notNullable().comment('JSON');
    table.text('images', 'longtext').comment('JSON; null until resolved');
    table.primary([
      'instance',
      'namespace',
      'application',
      'history_id',
      'deployed_at',
    ]);
    table.index(['deployed_at'], 'deployment_events_deployed_at_idx');
  });

  await knex.schema.createTable('comparisons', table => {
    table.comment('Commits between two revisions; they never change');
    table
      .string('key', 64)
      .notNullable()
      .primary()
      .comment('SHA-256 of project and both revisions');
    table.text('comparison', 'longtext').notNullable().comment('JSON');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('comparisons');
  await knex.schema.dropTable('deployment_events');
  await knex.schema.dropTable('revision_images');
  await knex.schema.dropTable('sources');
  await knex.schema.dropTable('applications');
};
