namespace Aura.Tests.Import;

/// <summary>The import on SQLite.</summary>
public sealed class ChatImportingOnSqlite : ChatImporting;
