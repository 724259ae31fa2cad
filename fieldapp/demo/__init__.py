"""The demo community 杏林社区 and 柳沟村: invented rows made from a seed, written by ordinary acts."""
