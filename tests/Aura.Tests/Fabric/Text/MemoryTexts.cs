using Aura.Engine;

namespace Aura.Tests.Fabric.Text;

/// <summary>What the text of a JSON value is.</summary>
public sealed class MemoryTexts
{
    [Theory]
    [InlineData("\"A \\\"quoted\\\"\\nline \\ud83d\\ude00\"", "A \"quoted\"\nline 😀")]
    [InlineData("{\"name\":\"Mia\",\"seats\":[{\"row\":12,\"at\":\"aisle\"},-1.50e3],\"paid\":true,\"by\":null}", "Mia\n12\naisle\n-1.50e3")]
    [InlineData("[\"\",\"one\",\"\",{\"\":\"two\"}]", "one\ntwo")]
    [InlineData("[\"half \\ud800\",\"whole\"]", "whole")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("\"\"", "")]
    [InlineData("{\"a\":{},\"b\":[false]}", "")]
    [InlineData("null", "")]
    public void A_string_is_its_own_text_and_other_values_are_their_strings_and_numbers(string json, string text) =>
        Assert.Equal(text, MemoryText.Of(Payload.Parse(json)));

    [Fact]
    public void A_value_may_be_nested_as_deep_as_a_payload() => Assert.Equal(
        "deep", MemoryText.Of(Payload.Parse(new string('[', Payload.MaxDepth) + "\"deep\"" + new string(']', Payload.MaxDepth))));
}
