using System.Net;
using System.Text;
using Aura.Cluster.Tests.Hosting;
using Aura.Silo;
using Aura.Testing;

namespace Aura.Cluster.Tests.Faults;

/// <summary>Who sees the dashboard, and what health says.</summary>
[Collection(RealSilos.Name)]
public sealed class Dashboard : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task On_loopback_it_answers_without_a_key()
    {
        await using var cluster = await SiloCluster.StartAloneAsync(_folder.File("aura.db"));
        foreach (var path in (string[])["/dashboard/", "/health/live", "/health/ready"])
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(cluster, path, null)).StatusCode);
    }

    [Fact]
    public async Task With_a_key_it_wants_it_as_password_and_health_does_not()
    {
        await using var cluster = await SiloCluster.StartAloneAsync(_folder.File("aura.db"), "--dashboard-key", "pass:wörd");
        foreach (var wrong in (string?[])[null, "", "Basic", "Basic !", Basic("user:wrong"), Basic("pass:wörd"), Basic("user:pass:wörd2"), "Bearer pass:w"])
        {
            foreach (var path in (string[])["/dashboard", "/dashboard/", "/DASHBOARD/version"])
            {
                var refused = await GetAsync(cluster, path, wrong);
                Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
                Assert.Equal("Basic", Assert.Single(refused.Headers.WwwAuthenticate).Scheme);
            }
        }
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(cluster, "/dashboard/", Basic("user:pass:wörd"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(cluster, "/health/ready", null)).StatusCode);
    }

    [Theory]
    [InlineData(true, "http://127.0.0.1:8080")]
    [InlineData(true, "http://localhost:8080", "http://[::1]:8080")]
    [InlineData(false)]
    [InlineData(false, "http://0.0.0.0:8080")]
    [InlineData(false, "http://[::]:8080")]
    [InlineData(false, "http://*:8080")]
    [InlineData(false, "http://192.0.2.1:8080")]
    [InlineData(false, "http://127.0.0.1:8080", "http://0.0.0.0:8081")]
    public void Without_a_key_it_answers_only_where_all_addresses_are_loopback(bool answers, params string[] addresses) =>
        Assert.Equal(answers, DashboardKey.IsLoopbackOnly(addresses));

    private static string Basic(string credentials) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}";

    private static async Task<HttpResponseMessage> GetAsync(SiloCluster cluster, string path, string? authorization)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{cluster.Silos[0].HttpPort}{path}");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await http.SendAsync(request);
    }
}
