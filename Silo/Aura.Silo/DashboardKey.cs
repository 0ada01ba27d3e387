using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Net.Http.Headers;

namespace Aura.Silo;

/// <summary>
/// Guards the dashboard, which shows and starts more than a stranger should see: it wants the key as the password of HTTP Basic
/// authentication. Without a key it answers only where HTTP is bound to nothing but loopback.
/// </summary>
internal static class DashboardKey
{
    /// <summary>Where the dashboard is.</summary>
    public const string Path = "/dashboard";

    public static void UseDashboardKey(this WebApplication app, string? key)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Path), branch => branch.Use(async (context, next) =>
        {
            if (key is null ? IsLoopbackOnly(Addresses(app)) : IsKey(context.Request, key))
            {
                await next(context);
                return;
            }
            if (key is null)
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                await context.Response.WriteAsync($"The dashboard needs a key where HTTP is not bound to loopback: set {SiloSettings.Section}:{nameof(SiloSettings.DashboardKey)}.");
                return;
            }
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Aura\"";
        }));
    }

    /// <summary>Whether only this machine reaches a server at these addresses.</summary>
    internal static bool IsLoopbackOnly(ICollection<string> addresses) =>
        addresses.Count > 0 && addresses.All(address =>
            BindingAddress.Parse(address).Host is var host && (host == "localhost" || IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip)));

    private static ICollection<string> Addresses(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    private static bool IsKey(HttpRequest request, string key)
    {
        const string scheme = "Basic ";
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return false;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64Chars(header.AsSpan(scheme.Length), bytes, out var written)) return false;
        var password = bytes.AsSpan(0, written);
        password = password[(password.IndexOf((byte)':') + 1)..];
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(password), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
