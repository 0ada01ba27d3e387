using Spectre.Console;

namespace Aura.Cli;

/// <summary>Shows how far long work is while a person watches, and nothing otherwise.</summary>
internal sealed class ProgressBar
{
    private readonly ProgressTask? _task;

    private ProgressBar(ProgressTask? task) => _task = task;

    /// <summary>Runs work with a bar on the standard error, which goes when the work ends.</summary>
    public static async Task<T> RunAsync<T>(Screen screen, Func<ProgressBar, Task<T>> work)
    {
        if (!screen.IsWatched) return await work(new ProgressBar(null));
        return await screen.Watched().Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new ProgressBar(context.AddTask("Starting"))));
    }

    /// <summary>Says what is being done and how much of it is done; a total of null is not known.</summary>
    public void Show(string what, double done, double? total)
    {
        if (_task is null) return;
        _task.Description = Markup.Escape(TerminalText.Clean(what));
        _task.IsIndeterminate = total is null;
        _task.MaxValue = Math.Max(1, total ?? 1);
        _task.Value = total is null ? 0 : done;
    }
}
